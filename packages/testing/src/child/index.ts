export type { Message, MessageOf } from './inbox.ts';
export { type ParentChannel, parentChannel } from './parent-channel.ts';
export { type Child, type ChildExit, type ChildOptions, startChild } from './start-child.ts';
