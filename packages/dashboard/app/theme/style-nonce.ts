/**
 * What the server allows the style elements of this page by: its policy takes no others. The library that locks the scroll
 * of the page behind a dialog looks for it under the name that it has in webpack.
 */
export const styleNonce = document.querySelector<HTMLMetaElement>('meta[name="csp-nonce"]')?.content ?? '';

Object.assign(globalThis, { __webpack_nonce__: styleNonce });
