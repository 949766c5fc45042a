import {html, svg} from 'lit';

const SHAPES = {
  clock: svg`<circle cx="8" cy="8" r="6"/><path d="M8 4.5V8l2.2 1.6"/>`,
  play: svg`<path d="M5 3.2v9.6L12.5 8z"/>`,
  unload: svg`<ellipse cx="8" cy="4" rx="5" ry="2"/><path d="M3 4v7.5c0 1.1 2.2 2 5 2s5-.9 5-2V4M3 7.7c0 1.1 2.2 2 5 2s5-.9 5-2"/>`,
  arrowDown: svg`<path d="M8 2.5v8M4.5 7.2 8 10.7l3.5-3.5M3 13.5h10"/>`,
  merge: svg`<path d="M3.5 2.5v2.3c0 1.7 4.5 2 4.5 4.7v4M12.5 2.5v2.3c0 1.7-4.5 2-4.5 4.7M5.7 11.3 8 13.6l2.3-2.3"/>`,
  box: svg`<path d="M2.5 5 8 2.2 13.5 5v6L8 13.8 2.5 11zM2.5 5 8 7.8 13.5 5M8 7.8v6"/>`,
  check: svg`<circle cx="8" cy="8" r="6"/><path d="m5.3 8.2 1.9 1.9 3.6-4"/>`,
  alert: svg`<path d="M8 2.2 14.3 13H1.7zM8 6.5v3M8 11.3v.1"/>`,
  ban: svg`<circle cx="8" cy="8" r="6"/><path d="m3.8 3.8 8.4 8.4"/>`,
  close: svg`<path d="m4 4 8 8M12 4l-8 8"/>`,
  plus: svg`<path d="M8 3v10M3 8h10"/>`,
  copy: svg`<rect x="5.5" y="5.5" width="8" height="8" rx="1.5"/><path d="M10.5 3.5v-.2c0-.7-.6-1.3-1.3-1.3H3.8C3 2 2.5 2.6 2.5 3.3v5.4c0 .7.5 1.3 1.3 1.3"/>`,
  sun: svg`<circle cx="8" cy="8" r="2.8"/><path d="M8 1.5v1.3M8 13.2v1.3M1.5 8h1.3M13.2 8h1.3M3.4 3.4l.9.9M11.7 11.7l.9.9M3.4 12.6l.9-.9M11.7 4.3l.9-.9"/>`,
  moon: svg`<path d="M13.3 9.6A5.7 5.7 0 0 1 6.4 2.7a5.7 5.7 0 1 0 6.9 6.9z"/>`,
  screen: svg`<rect x="1.8" y="2.8" width="12.4" height="8.4" rx="1.3"/><path d="M5.5 13.7h5"/>`,
  search: svg`<circle cx="7" cy="7" r="4.2"/><path d="m10.2 10.2 3.3 3.3"/>`,
  warning: svg`<circle cx="8" cy="8" r="6"/><path d="M8 4.8v3.7M8 11v.1"/>`,
  repeat: svg`<path d="M2.8 6.5A5.4 5.4 0 0 1 13 6M13.2 9.5A5.4 5.4 0 0 1 3 10M13.2 2.8V6H10M2.8 13.2V10H6"/>`,
  trash: svg`<path d="M2.8 4.3h10.4M6.2 4V2.5h3.6V4M4.3 4.5l.6 9h6.2l.6-9M6.7 7v4M9.3 7v4"/>`,
  left: svg`<path d="M13 8H3.5M7.3 4l-4 4 4 4"/>`,
  right: svg`<path d="M3 8h9.5M8.7 4l4 4-4 4"/>`,
};

/** Decoration only: the word beside it says the same. */
export const icon = (name) => html`<svg class="icon" viewBox="0 0 16 16" aria-hidden="true" focusable="false">${SHAPES[name]}</svg>`;
