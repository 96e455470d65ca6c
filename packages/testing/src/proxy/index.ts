export { FaultProxy, type MessageMatcher, openProxy, type ProxyOptions } from './fault-proxy.ts';
export type { Direction } from './lane.ts';
export type { ProtocolMessage } from './message-reader.ts';
export type { ClosedBy, CutMode, ProxyConnection } from './proxy-connection.ts';
