/**
 * Tells of each key that is pressed, as the text that a terminal sends for it, until it is disposed of. Ctrl-C comes as a key
 * as well, not as a signal.
 */
export function readKeys(stdin: NodeJS.ReadStream, onKey: (key: string) => void): Disposable {
  const onData = (data: Buffer | string) => {
    // Keys that were pressed in one go, or pasted. An escape sequence (an arrow) stays whole.
    const text = data.toString();
    for (const key of text.startsWith('\u001b') ? [text] : text) onKey(key);
  };
  stdin.setRawMode(true);
  stdin.on('data', onData);
  stdin.resume();
  return {
    [Symbol.dispose]() {
      stdin.off('data', onData);
      stdin.setRawMode(false);
      stdin.pause();
    },
  };
}
