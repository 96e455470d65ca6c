export { Gate, hold } from '../gate.ts';
export { after, answers, cutsConnection, fails, hangs, rateLimited } from '../model/replies.ts';
export { type HeardOptions, heard, heardPlainly, type SpokenSegment } from './replies.ts';
export type { SpeechRequest } from './speech-request.ts';
export {
  type ScriptedSpeech,
  SpeechServer,
  type SpeechServerOptions,
  startSpeechServer,
} from './speech-server.ts';
