export { Gate, hold } from '../gate.ts';
export type { ChatBody, ToldResult, WireCall, WireMessage, WirePart } from './model-request.ts';
export { ModelRequest } from './model-request.ts';
export { ModelServer, type ModelServerOptions, type Scripted, startModelServer } from './model-server.ts';
export {
  after,
  answers,
  call,
  calls,
  cutsConnection,
  fails,
  failsMidway,
  hangs,
  json,
  malformed,
  malformedBody,
  malformedCall,
  rateLimited,
  refuses,
  say,
} from './replies.ts';
export type {
  CallOptions,
  Completion,
  ErrorDetails,
  PlainAnswer,
  Reply,
  ReplyOptions,
  ReplyUsage,
  ScriptedCall,
  Words,
} from './reply.ts';
