/** How loud a frame is, sample by sample: fades and gain. All change the frame in place. */

const DISCORD_HZ = 48_000;

/** Clips that do not begin and end in silence would click. */
const CLIP_FADE_IN_SAMPLES = (DISCORD_HZ * 5) / 1000;
const CLIP_FADE_OUT_SAMPLES = (DISCORD_HZ * 10) / 1000;

/**
 * The codec looks 6.5 ms ahead (2.5 + 4 ms in Opus's encoder for `AUDIO`), and what it keeps back of
 * the last packet is never sent: a fade has to be over 6.5 ms before the packet's end, or it is cut.
 */
const PAUSE_FADE_SAMPLES = (DISCORD_HZ * 10) / 1000;

const RESUME_FADE_SAMPLES = (DISCORD_HZ * 8) / 1000;

/** @param start where in a clip of `length` samples the frame begins. */
export function fadeClipEnds(frame: Float32Array, start: number, length: number): void {
  if (start >= CLIP_FADE_IN_SAMPLES && start + frame.length <= length - CLIP_FADE_OUT_SAMPLES)
    return;
  shape(frame, (at) => {
    const before = start + at;
    const left = length - before;
    return Math.max(0, Math.min(1, before / CLIP_FADE_IN_SAMPLES, left / CLIP_FADE_OUT_SAMPLES));
  });
}

/** The last sound before a pause. */
export function fadeOut(frame: Float32Array): void {
  shape(frame, (at) => (at < PAUSE_FADE_SAMPLES ? 1 - rise(at / PAUSE_FADE_SAMPLES) : 0));
}

/** The first sound after a pause. */
export function fadeIn(frame: Float32Array): void {
  shape(frame, (at) => (at < RESUME_FADE_SAMPLES ? rise(at / RESUME_FADE_SAMPLES) : 1));
}

/** From the gain at the end of the frame before to the one that is reached at the end of this one. */
export function ramp(frame: Float32Array, from: number, to: number): void {
  if (from === 1 && to === 1) return;
  shape(frame, (at) => from + ((to - from) * (at + 1)) / frame.length);
}

/** Half a cosine from 0 to 1: no corner at either end. */
function rise(part: number): number {
  return (1 - Math.cos(Math.PI * part)) / 2;
}

function shape(frame: Float32Array, gainAt: (at: number) => number): void {
  for (let at = 0; at < frame.length; at++) frame[at] = (frame[at] ?? 0) * gainAt(at);
}
