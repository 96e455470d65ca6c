/** The source of a title that is only a file's name: better than none, and worse than what the tags of the file say. */
export const FILE_NAME_SOURCE = 'the file’s name';
