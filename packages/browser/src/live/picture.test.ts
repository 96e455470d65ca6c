import { fileTypeFromBuffer } from 'file-type';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { describeWithBrowser, type OpenedSession, openTestSession, sessionsFolder } from '../../test/sessions.ts';

const folder = await sessionsFolder();

describeWithBrowser('a picture of a page', () => {
  let opened: OpenedSession;
  beforeAll(async () => {
    opened = await openTestSession({ folder, recordTrace: false, viewport: { width: 800, height: 600 } });
    await opened.session.page().setContent('<body style="margin: 0; height: 5000px; background: white">');
  });
  afterAll(() => opened.close());

  /** Red, green and blue of the picture's pixel at a place, as the browser itself decodes it. */
  async function pixel(jpeg: Buffer, x: number, y: number): Promise<readonly number[]> {
    const read = async ([base64, left, top]: readonly [string, number, number]) => {
      const image = await (globalThis as never as Browser).createImageBitmap(
        new Blob([Uint8Array.from(atob(base64), (character) => character.charCodeAt(0))]),
      );
      const canvas = new (globalThis as never as Browser).OffscreenCanvas(image.width, image.height).getContext('2d');
      canvas.drawImage(image, 0, 0);
      return [image.width, image.height, ...canvas.getImageData(left, top, 1, 1).data.slice(0, 3)];
    };
    return await opened.session.page().evaluate(read, [jpeg.toString('base64'), x, y] as const);
  }

  test('shows what is in the window, with a small one beside it', async () => {
    const { session, step } = opened;
    await session.page().evaluate('scrollTo(0, 1000)');
    const shot = await session.capture('scroll');
    expect(shot).toMatchObject({ width: 800, height: 600, url: 'about:blank' });
    const [small] = step.kept('thumbnail');
    const [width, height, red, green, blue] = await pixel(small?.content as Buffer, 10, 10);
    expect([width, height, red, green, blue]).toEqual([320, 240, 255, 255, 255]);
    expect(await fileTypeFromBuffer(shot?.jpeg as Buffer)).toMatchObject({ mime: 'image/jpeg' });
  });

  test('can have a mark, of which the page has nothing', async () => {
    const { session } = opened;
    const marked = await session.capture('click', { marker: { x: 100, y: 200 } });
    const [, , red = 0, green = 255, blue = 255] = await pixel(marked?.jpeg as Buffer, 100, 200);
    expect(red).toBeGreaterThan(200);
    expect(green).toBeLessThan(90);
    expect(blue).toBeLessThan(90);
    expect(await session.page().evaluate('document.querySelectorAll("body *").length')).toBe(0);

    const after = await session.capture('after');
    expect((await pixel(after?.jpeg as Buffer, 100, 200)).slice(2)).toEqual([255, 255, 255]);
  });
});

/** What the page's own code uses here; these tests are not compiled for a browser. */
interface Browser {
  createImageBitmap(blob: Blob): Promise<{ readonly width: number; readonly height: number }>;
  readonly OffscreenCanvas: new (
    width: number,
    height: number,
  ) => {
    getContext(kind: '2d'): {
      drawImage(image: unknown, x: number, y: number): void;
      getImageData(x: number, y: number, width: number, height: number): { readonly data: Uint8ClampedArray };
    };
  };
}
