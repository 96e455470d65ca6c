/**
 * What the browser is told beside what Playwright tells it (no first run, no sync, no updates, no background requests).
 * https://peter.sh/experiments/chromium-command-line-switches/
 */
export const BROWSER_FLAGS: readonly string[] = [
  '--dns-prefetch-disable',
  // What would go past the proxy.
  '--disable-quic',
  '--force-webrtc-ip-handling-policy=disable_non_proxied_udp',
  '--webrtc-ip-handling-policy=disable_non_proxied_udp',
  '--allow-browser-signin=false',
  '--disable-domain-reliability',
  '--no-pings',
  // A page cannot make a noise on the operator's machine.
  '--mute-audio',
];

/**
 * Names are looked up by the proxy alone, which checks what comes of it. The browser knows nothing but the way there, by a
 * name that no page can guess: what would go past the proxy, such as all by an administrator's policy, finds nothing at all.
 */
export function onlyKnows(proxyName: string): string {
  return `--host-resolver-rules=MAP ${proxyName} 127.0.0.1, MAP * ~NOTFOUND`;
}

/** What of the environment the browser gets: what it needs to run, and none of the keys that a worker holds. */
const INHERITED =
  /^(PATH|HOME|USER|LOGNAME|LANG|LANGUAGE|LC_\w+|TZ|TMPDIR|TEMP|TMP|DISPLAY|WAYLAND_DISPLAY|XAUTHORITY|XDG_\w+|FONTCONFIG_\w+|LD_LIBRARY_PATH|DBUS_SESSION_BUS_ADDRESS|SYSTEMROOT|APPDATA|LOCALAPPDATA|PROGRAMFILES.*|PROGRAMDATA)$/i;

export function browserEnvironment(env: NodeJS.ProcessEnv): Record<string, string> {
  return Object.fromEntries(
    Object.entries(env).filter(
      (entry): entry is [string, string] => INHERITED.test(entry[0]) && entry[1] !== undefined,
    ),
  );
}
