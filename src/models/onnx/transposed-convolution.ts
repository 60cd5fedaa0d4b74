/** A transposed convolution to `stride` times as many samples, as a convolution to `stride` times as many channels. */
import type { Tensor } from './tensor.ts';

export interface Upsampling {
  /** Of the transposed convolution: input channels × output channels × taps. */
  readonly weights: Tensor;
  readonly stride: number;
  /** Samples that it leaves out at either end. */
  readonly pad: number;
}

/** How many input samples to either side of the one at its place an output sample is made of. */
export function reachOf({ stride, pad }: Pick<Upsampling, 'stride' | 'pad'>): number {
  return Math.floor((stride - 1 + pad) / stride);
}

/**
 * Output channel `phase * channels + channel` of the convolution is the channel of output sample
 * `stride * at + phase`.
 *
 * @returns weights, (stride × output channels) × input channels × 1 × (2 × reach + 1) taps, to be padded by
 *   the reach.
 * @throws Error where it does not make `stride` times as many samples.
 */
export function asConvolution({ weights, stride, pad }: Upsampling): Tensor {
  const [inputs = 0, outputs = 0, taps = 0] = weights.dims;
  if (taps - 2 * pad !== stride)
    throw new Error(
      `Cannot make "${weights.name}" a convolution: ${taps} taps, stride ${stride}, padded by ${pad}`,
    );
  const reach = reachOf({ stride, pad });
  const newTaps = 2 * reach + 1;
  const values = new Float32Array(stride * outputs * inputs * newTaps);
  for (let phase = 0; phase < stride; phase++)
    for (let output = 0; output < outputs; output++)
      for (let input = 0; input < inputs; input++)
        for (let newTap = 0; newTap < newTaps; newTap++) {
          const tap = phase + pad - stride * (newTap - reach);
          if (tap < 0 || tap >= taps) continue;
          values[((phase * outputs + output) * inputs + input) * newTaps + newTap] = Number(
            weights.values[(input * outputs + output) * taps + tap],
          );
        }
  return { name: weights.name, dims: [stride * outputs, inputs, 1, newTaps], values };
}
