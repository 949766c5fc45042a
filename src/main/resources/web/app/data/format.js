const whole = new Intl.NumberFormat('en');
const compact = new Intl.NumberFormat('en', {notation: 'compact', maximumFractionDigits: 1});
const UNITS = ['B', 'kB', 'MB', 'GB', 'TB', 'PB'];
const NONE = '–';

export const count = (value) => (value === null || value === undefined ? NONE : whole.format(value));
export const short = (value) => (value === null || value === undefined ? NONE : compact.format(value));

export function bytes(value) {
  if (value === null || value === undefined) {
    return NONE;
  }
  let unit = 0;
  let rest = value;
  while (rest >= 999.5 && unit < UNITS.length - 1) {
    rest /= 1000;
    unit++;
  }
  return `${unit === 0 || rest >= 99.95 ? Math.round(rest) : rest.toFixed(1)} ${UNITS[unit]}`;
}

export const rate = (value) => (value === null || value === undefined ? NONE : `${bytes(value)}/s`);

/** Milliseconds as people say them: 0.8 s, 42 s, 3:07 min, 2:05 h. */
export function duration(milliseconds) {
  if (milliseconds === null || milliseconds === undefined || Number.isNaN(milliseconds)) {
    return NONE;
  }
  const seconds = Math.max(0, milliseconds / 1000);
  if (seconds < 9.95) {
    return `${seconds.toFixed(1)} s`;
  }
  const rounded = Math.round(seconds);
  if (rounded < 60) {
    return `${rounded} s`;
  }
  const two = (value) => String(value).padStart(2, '0');
  return rounded < 3600
    ? `${Math.floor(rounded / 60)}:${two(rounded % 60)} min`
    : `${Math.floor(rounded / 3600)}:${two(Math.floor(rounded / 60) % 60)} h`;
}

export const plural = (value, one, many = one + 's') => `${count(value)} ${value === 1 ? one : many}`;

const clock = new Intl.DateTimeFormat(undefined, {hour: '2-digit', minute: '2-digit', second: '2-digit'});
const day = new Intl.DateTimeFormat(undefined, {day: 'numeric', month: 'short', hour: '2-digit', minute: '2-digit'});
const full = new Intl.DateTimeFormat(undefined, {dateStyle: 'medium', timeStyle: 'medium'});

/** The time alone today, with the day before. */
export const moment = (time, now) =>
  new Date(time).toDateString() === new Date(now).toDateString() ? clock.format(time) : day.format(time);
export const clockTime = (time) => clock.format(time);
export const fullTime = (time) => full.format(time);
