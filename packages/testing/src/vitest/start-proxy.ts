import { type FaultProxy, openProxy, type ProxyOptions } from '../proxy/fault-proxy.ts';
import { afterThisTest } from './after-this-test.ts';

/** `openProxy` for the running test: closed after it. */
export async function startProxy(options: ProxyOptions): Promise<FaultProxy> {
  const proxy = await openProxy(options);
  afterThisTest({ cleanUp: () => proxy.close() });
  return proxy;
}
