import '@mantine/notifications/styles.css';
import { Notifications } from '@mantine/notifications';
import classes from './notices.module.css';

/** What happened elsewhere than where somebody looks. What is told before this is there waits for it. */
export function Notices() {
  return <Notifications classNames={{ root: classes.notices }} position="bottom-right" containerWidth={420} />;
}
