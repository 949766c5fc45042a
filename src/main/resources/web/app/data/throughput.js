const BUCKET = 2_000;
const BUCKETS = 150;

/** Bytes that arrived, in steps of two seconds over the last five minutes; always of the same size. */
export class Throughput {
  #bytes = new Float64Array(BUCKETS);
  #seen = new Uint8Array(BUCKETS);
  #head = Math.floor(Date.now() / BUCKET);

  /** Time goes on; steps in which nobody listened are gaps. */
  advance(listening) {
    const step = Math.floor(Date.now() / BUCKET);
    while (this.#head < step) {
      this.#head = step - this.#head > BUCKETS ? step - BUCKETS : this.#head + 1;
      this.#bytes[this.#head % BUCKETS] = 0;
      this.#seen[this.#head % BUCKETS] = 0;
    }
    this.#seen[this.#head % BUCKETS] = listening ? 1 : 0;
  }

  add(bytes) {
    this.#bytes[this.#head % BUCKETS] += bytes;
  }

  /** Bytes a second, oldest first; null where nobody listened. The step that still runs is left out. */
  rates() {
    return Array.from({length: BUCKETS - 1}, (_, i) => {
      const place = (this.#head + 1 + i) % BUCKETS;
      return this.#seen[place] ? (this.#bytes[place] * 1000) / BUCKET : null;
    });
  }
}
