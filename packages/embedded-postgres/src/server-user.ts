import { closedFolder } from './closed-folder.ts';
import { unusable } from './folder-failure.ts';
import { postgresUser, type SystemUser } from './system-user.ts';

/**
 * Whom the server of a folder runs as; `undefined` stands for the user we are.
 *
 * @param folder must exist
 * @param ownerId the user id that owns its cluster, if it has one
 * @throws EmbeddedPostgresError `data_folder_unusable` when the cluster is somebody else's, or out of that user's reach.
 */
export function serverUser(folder: string, ownerId: number | undefined): SystemUser | undefined {
  const user = postgresUser(ownerId);
  const userId = user?.uid ?? process.getuid?.();
  if (ownerId !== undefined && ownerId !== userId) {
    const message = `The data in ${folder} belongs to another user (id ${ownerId}).`;
    throw unusable(folder, message, { hint: 'Start it as the user that made it.' });
  }
  const closed = user && closedFolder(folder, user);
  if (closed) {
    throw unusable(
      folder,
      `Postgres runs as user ${user.name} here, because it refuses to run as root, and that user may not enter ${closed}.`,
      {
        hint: `Choose a folder elsewhere, such as /var/lib/telltale, or let others pass through this one: chmod o+x ${closed}`,
      },
    );
  }
  return user;
}
