import '@mantine/notifications/styles.css';
import { Notifications } from '@mantine/notifications';

/** What happened elsewhere than where somebody looks. What is told before this is there waits for it. */
export function Notices() {
  return <Notifications position="bottom-right" containerWidth={420} />;
}
