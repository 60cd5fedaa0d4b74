/**
 * A language model that answers within a deadline or says why not: retries, models that are gone,
 * streams that stall, reasoning. The providers' own retries are off.
 */
import { abortable } from '../async/abortable.ts';
import type { Clock } from '../async/clock.ts';
import type { Logger } from '../log.ts';
import {
  type Llm,
  type LlmDescription,
  LlmError,
  type LlmQuota,
  type LlmRequest,
} from '../pipeline/ports.ts';
import {
  EmptyStream,
  type HttpFailure,
  readFailure,
  WAYS_OUT,
  withoutSecrets,
} from './llm-failure.ts';
import { createQuota, type Quota } from './quota.ts';
import {
  DEFAULT_TIMES,
  FIRST_BACK_OFF_MS,
  LEAST_ATTEMPT_MS,
  type LlmTimes,
  PREPARE_EVERY_MS,
} from './llm-times.ts';
import type { RawLlm } from './raw-llm.ts';
import { startWatchdog } from './stall-watchdog.ts';
import { createReasoningFilter } from './without-reasoning.ts';

export interface ResilientParts {
  readonly raw: RawLlm;
  readonly clock: Clock;
  readonly log: Logger;
  readonly times?: LlmTimes;
}

export function createResilientLlm(parts: ResilientParts): Llm {
  return new ResilientLlm(parts);
}

class ResilientLlm implements Llm {
  readonly promptStyle = 'voice';
  readonly #raw: RawLlm;
  readonly #clock: Clock;
  readonly #log: Logger;
  readonly #times: LlmTimes;
  readonly #quota: Quota;
  /** Models that no longer exist; remembered for the life of the process. */
  readonly #gone: string[] = [];
  #model: string | undefined;
  /** With no request since. */
  #preparedAtMs = Number.NEGATIVE_INFINITY;

  constructor({ raw, clock, log, times = DEFAULT_TIMES }: ResilientParts) {
    this.#raw = raw;
    this.#clock = clock;
    this.#log = log;
    this.#times = times;
    this.#quota = createQuota(clock);
  }

  get quota(): LlmQuota | undefined {
    return this.#quota.current;
  }

  get description(): LlmDescription {
    const { provider } = this.#raw;
    const model = this.#model ?? 'not known yet';
    if (this.#gone.length === 0) return { provider, model };
    const gone = `${this.#gone.join(', ')} ${this.#gone.length === 1 ? 'is' : 'are'} gone`;
    const notice = this.#model === undefined ? gone : `${gone}; using ${this.#model}`;
    return { provider, model, notice };
  }

  prepare(): void {
    const nowMs = this.#clock.nowMs();
    if (nowMs - this.#preparedAtMs < PREPARE_EVERY_MS) return;
    this.#preparedAtMs = nowMs;
    this.#raw.prepare();
  }

  async *stream(request: LlmRequest, signal: AbortSignal): AsyncGenerator<string, void, undefined> {
    signal.throwIfAborted();
    this.#preparedAtMs = Number.NEGATIVE_INFINITY;
    const deadlineMs = this.#clock.nowMs() + this.#times.firstTokenMs;
    let failures = 0;
    while (true) {
      const progress = { hasText: false };
      try {
        yield* this.#attempt(request, deadlineMs, progress, signal);
        return;
      } catch (error) {
        signal.throwIfAborted();
        if (error instanceof LlmError) throw error;
        const reason = readFailure(error);
        if (reason.failure === 'rate-limited') this.#quota.refused(reason.retryAfterMs);
        if (progress.hasText) throw this.#error('interrupted', reason.detail, error);
        if (reason.failure === 'model-gone') {
          this.#dropModel(reason);
        } else {
          await this.#waitForRetry(reason, failures, deadlineMs, error, signal);
          failures += 1;
        }
      }
    }
  }

  async [Symbol.asyncDispose](): Promise<void> {
    await this.#raw[Symbol.asyncDispose]();
  }

  async *#attempt(
    request: LlmRequest,
    deadlineMs: number,
    progress: { hasText: boolean },
    signal: AbortSignal,
  ): AsyncGenerator<string, void, undefined> {
    const attempt = new AbortController();
    const onAbort = () => attempt.abort(signal.reason);
    signal.addEventListener('abort', onAbort, { once: true });
    const watchdog = startWatchdog(this.#clock, attempt, deadlineMs, () =>
      progress.hasText
        ? this.#error('interrupted', `no text for ${this.#times.stallMs} ms`)
        : this.#error('slow', `no text within ${this.#times.firstTokenMs} ms`),
    );
    const filter = createReasoningFilter();
    let endReason: string | undefined;
    try {
      const deltas = abortable(this.#open(request, attempt.signal), attempt.signal);
      for await (const delta of deltas) {
        if (delta.type === 'answered') this.#quota.answered(delta.limits);
        if (delta.type === 'end') endReason = delta.reason;
        const text = delta.type === 'text' ? filter.push(delta.text) : '';
        if (text !== '') {
          progress.hasText = true;
          watchdog.pause();
          yield text;
        }
        if (progress.hasText) watchdog.resume(this.#clock.nowMs() + this.#times.stallMs);
      }
      const rest = filter.end();
      if (rest !== '') {
        progress.hasText = true;
        yield rest;
      }
      this.#checkEnd(endReason, progress.hasText);
    } finally {
      signal.removeEventListener('abort', onAbort);
      attempt.abort(new Error('The request is over'));
    }
  }

  async *#open(request: LlmRequest, signal: AbortSignal) {
    this.#model ??= await this.#raw.pickModel(this.#gone, signal);
    if (this.#model === undefined) {
      const tried = this.#gone.join(', ');
      throw this.#error('model-gone', tried === '' ? 'it offers none' : `tried ${tried}`);
    }
    yield* this.#raw.stream(this.#model, request, signal);
  }

  #checkEnd(endReason: string | undefined, hasText: boolean): void {
    if (endReason === 'content_filter' && !hasText)
      throw this.#error('refused', 'its content filter stepped in');
    if (endReason === undefined) throw new EmptyStream('the stream ended before the reply did');
    if (!hasText) throw new EmptyStream('the reply was empty');
  }

  #dropModel({ detail }: HttpFailure): void {
    const model = this.#model;
    if (model === undefined) return;
    this.#model = undefined;
    this.#quota.forget();
    if (this.#gone.includes(model)) return;
    this.#gone.push(model);
    this.#log.warn({ model, detail }, 'language model is gone, trying the next one');
  }

  async #waitForRetry(
    { failure, retryable, retryAfterMs, detail }: HttpFailure,
    failures: number,
    deadlineMs: number,
    error: unknown,
    signal: AbortSignal,
  ): Promise<void> {
    const waitMs = retryAfterMs ?? FIRST_BACK_OFF_MS * 2 ** failures;
    const isInTime = this.#clock.nowMs() + waitMs + LEAST_ATTEMPT_MS <= deadlineMs;
    if (!retryable || !isInTime) throw this.#error(failure, detail, error);
    this.#log.debug({ failure, detail, waitMs }, 'language model failed, trying again');
    await this.#clock.sleep(waitMs, signal);
  }

  #error(failure: LlmError['failure'], detail: string, cause?: unknown): LlmError {
    const model = this.#model === undefined ? '' : ` (${this.#model})`;
    const message = `Cannot answer with ${this.#raw.provider}${model}: ${WAYS_OUT[failure](detail)}`;
    return new LlmError(failure, message, { cause: withoutSecrets(cause, this.#raw.secrets) });
  }
}
