import {html, nothing} from 'lit';
import * as format from '../data/format.js';
import {describe, isEnded} from '../data/states.js';
import {place} from './element.js';
import {icon} from './icons.js';

/** A state by colour, icon and word. */
export const stateMark = (state) => {
  const {word, icon: name} = describe(state);
  return html`<span class="state state-${state}">${icon(name)}<span>${word}</span></span>`;
};

/** From 0 to 1; null where nobody can know yet. */
export function share({state, progress}) {
  if (state === 'succeeded' || state === 'delivering' || state === 'merging') {
    return 1;
  }
  if (progress.bytesTotal) {
    return Math.min(1, progress.bytesDone / progress.bytesTotal);
  }
  return progress.slicesTotal ? progress.slicesDone / progress.slicesTotal : null;
}

const bytesOf = ({bytesDone, bytesTotal}) =>
  bytesTotal ? `${format.bytes(bytesDone)} of ${format.bytes(bytesTotal)}` : format.bytes(bytesDone);

const slicesOf = ({slicesDone, slicesTotal}) => `${slicesDone} of ${format.plural(slicesTotal, 'slice')}`;

function downloadWords(progress) {
  if (progress.slicesTotal === null) {
    return 'Reads the manifest';
  }
  return `${slicesOf(progress)}, ${progress.bytesDone === 0 ? 'waits for its turn' : bytesOf(progress)}`;
}

/** What the bar's length does not say. */
export function progressWords(one) {
  const {state, progress} = one;
  switch (state) {
    case 'queued':
      return 'Waits for a free place';
    case 'starting':
      return 'Asks the Storage API';
    case 'exporting':
      return 'The Storage API unloads the table';
    case 'downloading':
      return downloadWords(progress);
    case 'merging':
      return progress.rowsDone === null ? 'Makes one file' : `${format.count(progress.rowsDone)} rows written`;
    case 'delivering':
      return 'Puts the file into its place';
    default:
      return progress.slicesTotal === null ? '' : `${format.plural(progress.slicesDone, 'slice')}, ${format.bytes(progress.bytesDone)}`;
  }
}

export function bar(one) {
  if (one.state === 'queued' || isEnded(one.state)) {
    return nothing;
  }
  const part = share(one);
  const unsure = part === null || one.state === 'merging' || one.state === 'delivering';
  return html`<div
    class="bar state-${one.state} ${unsure ? 'unsure' : ''}"
    role="progressbar"
    aria-label="Progress of ${one.table}"
    aria-valuetext=${progressWords(one)}
    aria-valuemin="0"
    aria-valuemax="100"
    aria-valuenow=${part === null ? nothing : Math.round(part * 100)}
  >
    <div class="bar-done" ${place({transform: `scaleX(${part ?? 0})`})}></div>
  </div>`;
}
