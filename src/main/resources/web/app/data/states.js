/** The states of an export in the order of its journey, with the words and icons they are shown by. */
export const STATES = {
  queued: {word: 'Queued', icon: 'clock', group: 'queued'},
  starting: {word: 'Starting', icon: 'play', group: 'running'},
  exporting: {word: 'Exporting', icon: 'unload', group: 'running'},
  downloading: {word: 'Downloading', icon: 'arrowDown', group: 'running'},
  merging: {word: 'Merging', icon: 'merge', group: 'running'},
  delivering: {word: 'Delivering', icon: 'box', group: 'running'},
  succeeded: {word: 'Succeeded', icon: 'check', group: 'succeeded'},
  failed: {word: 'Failed', icon: 'alert', group: 'failed'},
  cancelled: {word: 'Cancelled', icon: 'ban', group: 'cancelled'},
};

export const GROUPS = [
  {key: 'all', word: 'All'},
  {key: 'running', word: 'Running', icon: 'arrowDown'},
  {key: 'queued', word: 'Queued', icon: 'clock'},
  {key: 'succeeded', word: 'Succeeded', icon: 'check'},
  {key: 'failed', word: 'Failed', icon: 'alert'},
  {key: 'cancelled', word: 'Cancelled', icon: 'ban'},
];

/** A state that this page does not know is shown by its own name. */
export const describe = (state) => STATES[state] ?? {word: state, icon: 'clock', group: 'running'};

export const isEnded = (state) => ['succeeded', 'failed', 'cancelled'].includes(state);

export const statesOf = (group) => Object.keys(STATES).filter((state) => group === 'all' || STATES[state].group === group);
