import { expect, test } from 'vitest';
import { readablePage } from './readable-page.ts';

test('a page is given without boilerplate, comments and what says nothing', () => {
  const page = `<!-- a --><html><body><nav>Home</nav><!-- b --><div class="x">Hello <!--c--><a href="/x" onclick="y()">link</a>
    </div><script>alert(1)</script><!-- d`;
  expect(readablePage(page)).toBe('<html><body> Hello <a href="/x">link</a>\n</body></html>');
});

test('a page is read in time, however its comments and elements are nested', () => {
  const comments = `<script type="application/ld+json">${'<!--'.repeat(300_000)}</script>`;
  expect(readablePage(comments)).toMatch(/\[cut: [\d,]+ more characters\]$/);
  expect(readablePage(`${'<b>'.repeat(14_000)}deep`)).toBe('deep');
});
