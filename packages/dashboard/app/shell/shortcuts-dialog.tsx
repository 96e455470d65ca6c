import { Group, Kbd, Switch, Table } from '@mantine/core';
import { shortcutsAreOn } from '../live/shortcuts.ts';
import { useStore } from '../live/store.ts';
import { Dialog } from '../parts/dialog.tsx';
import { text } from '../text/text.ts';

/** What can be done by keyboard. Whoever speaks to his machine, or hits keys by chance, can have none of it. */
export function ShortcutsDialog({ onClose }: { readonly onClose: () => void }) {
  const isOn = useStore(shortcutsAreOn);
  return (
    <Dialog onClose={onClose} title={text.shell.shortcuts}>
      <Switch
        label={text.shell.shortcutsOn}
        description={text.shell.shortcutsHint}
        checked={isOn}
        onChange={({ currentTarget }) => shortcutsAreOn.set(currentTarget.checked)}
        mb="sm"
      />
      <Table>
        <Table.Tbody>
          {text.shell.shortcutList.map(({ keys, does }) => (
            <Table.Tr key={does}>
              <Table.Td>
                <Group gap={4} wrap="nowrap">
                  {keys.map((key) => (
                    <Kbd key={key}>{key}</Kbd>
                  ))}
                </Group>
              </Table.Td>
              <Table.Td>{does}</Table.Td>
            </Table.Tr>
          ))}
        </Table.Tbody>
      </Table>
    </Dialog>
  );
}
