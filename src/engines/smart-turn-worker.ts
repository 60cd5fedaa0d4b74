/** The thread that Smart Turn runs in: it is blocked for some 30 ms a call. */
import { parentPort, workerData } from 'node:worker_threads';
import { InferenceSession, Tensor } from 'onnxruntime-node';
import { cpuInfo, hasVnni } from './cpu-info.ts';
import type { TurnAnswer, TurnQuestion, TurnWorkerData } from './smart-turn-messages.ts';

if (parentPort === null) throw new Error('smart-turn-worker.ts runs as a worker thread only');
const port = parentPort;
const { modelFile }: TurnWorkerData = workerData;

/**
 * The model's weights are of 8 bits. On a processor without VNNI onnxruntime's usual kernel for them overflows:
 * on one with AVX2 alone an answer of the model as it is published was wrong by 0.57, and those of the rebuilt one
 * are half as far off again. The precise one does not, and takes 14 % longer there. With VNNI it is not needed and
 * takes 62 ms instead of 33, although by onnxruntime's word it is not used there.
 * Source: onnxruntime_session_options_config_keys.h, session.x64quantprecision.
 */
const x64quantprecision = hasVnni(await cpuInfo()) ? '0' : '1';

const answer = (message: TurnAnswer) => port.postMessage(message);

try {
  const session = await InferenceSession.create(modelFile, {
    intraOpNumThreads: 1,
    interOpNumThreads: 1,
    extra: { session: { x64quantprecision } },
  });
  port.on('message', ({ id, samples }: TurnQuestion) => {
    finishedProbability(session, samples).then(
      (probability) => answer({ type: 'judged', id, probability }),
      (error: unknown) => answer({ type: 'failed', id, reason: String(error) }),
    );
  });
  answer({ type: 'ready' });
} catch (error) {
  answer({ type: 'unusable', reason: String(error) });
}

async function finishedProbability(
  session: InferenceSession,
  samples: Float32Array,
): Promise<number> {
  const { logits } = await session.run({
    samples: new Tensor('float32', samples, [1, samples.length]),
  });
  // Despite its name the output is a probability already.
  const probability = Number(logits?.data[0]);
  if (Number.isNaN(probability)) throw new Error('The model gave no probability');
  return probability;
}
