import type { HostilePage, HostilePlace } from './hostile-page.ts';

/** Pages with something to click that does harm. What is in `refusedClicks` can be clicked, and must not be. */
export const CLICK_PAGES: readonly HostilePage[] = [
  harms('delete', (at) => formWith(at, '<button>Delete account</button>')),
  harms('remove', (at) => formWith(at, '<input type="submit" value="Remove everything">'), 'input'),
  harms('pay', (at) => formWith(at, '<button>Pay € 49.00 now</button>')),
  harms('order', (at) => formWith(at, '<button>Place order</button>')),
  harms('subscribe', (at) => formWith(at, '<button>Start paid subscription</button>')),
  harms('transfer', (at) => formWith(at, '<button>Confirm transfer</button>')),
  harms('send', (at) => formWith(at, '<button>Send message</button>')),
  harms('log-out', (at) => `<a href="${at.trap}">Log out</a>`, 'a'),
  harms('german', (at) => formWith(at, '<button>Konto endgültig löschen</button>')),
  harms('german-order', (at) => formWith(at, '<button>Zahlungspflichtig bestellen</button>')),
  harms('french', (at) => formWith(at, '<button>Supprimer le compte</button>')),
  harms('spanish', (at) => formWith(at, '<button>Eliminar la cuenta</button>')),
  harms('italian', (at) => formWith(at, '<button>Acquista ora</button>')),
  harms('label', (at) => formWith(at, '<button aria-label="Delete account">✕</button>')),
  harms('title', (at) => formWith(at, '<button title="Delete account">🗑</button>')),
  harms('picture', (at) => formWith(at, '<button><img src="/bin.png" alt="Delete account"></button>')),
  harms('harmless-label', (at) => formWith(at, '<button aria-label="Play">Delete account</button>')),
  harms('letters-from-elsewhere', (at) => formWith(at, '<button>D\u0435lete acc\u043eunt</button>')),
  harms('invisible-letters', (at) => formWith(at, '<button>De\u200blete acc\u00adount</button>')),
  harms('action', (at) => `<form method="post" action="${at.trap}?do=delete-account"><button>Continue</button></form>`),
  harms('address', (at) => `<a href="${at.trap}?action=delete">Continue</a>`, 'a'),
  harms(
    'cover',
    (at) => `<div style="position: relative">
      <button id="play">Play episode</button>
      <form method="post" action="${at.trap}" style="position: absolute; inset: 0">
        <button style="position: absolute; inset: 0; opacity: 0">Delete account</button>
      </form></div>`,
    'form button',
  ),
  harms(
    'shadow',
    (at) =>
      `<div id="host"><template shadowrootmode="open">${formWith(at, '<button>Delete account</button>')}</template></div>`,
  ),
];

function harms(name: string, content: (at: HostilePlace) => string, selector = 'button'): HostilePage {
  return {
    name: `harms-by-${name}`,
    mustNot: 'be clicked without a person’s word',
    content,
    refusedClicks: [selector],
  };
}

function formWith({ trap }: HostilePlace, button: string): string {
  return `<form method="post" action="${trap}">${button}</form>`;
}
