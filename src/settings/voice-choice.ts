/** Which voice answers: a person's own choice, else the server's, else what the configuration says. */

/** How much faster or slower than as recorded a voice may be made to speak. */
export const SPEED_RANGE = { slowest: 0.5, fastest: 2 } as const;

/** What a person or a server has chosen; what is absent is left to whoever comes next. */
export interface VoiceChoice {
  /** Id of a voice. */
  readonly voice?: string;
  /** 1 is as recorded. */
  readonly speed?: number;
}

/** What is stored may have been written by another Parley, or by hand: what makes no sense is not set. */
export function readVoiceChoice(voice: unknown, speed: unknown): VoiceChoice {
  return {
    ...(typeof voice === 'string' && voice !== '' ? { voice } : {}),
    ...(typeof speed === 'number' && isSpeed(speed) ? { speed } : {}),
  };
}

export function isSpeed(speed: number): boolean {
  return speed >= SPEED_RANGE.slowest && speed <= SPEED_RANGE.fastest;
}

/**
 * A speed goes with the voice it was chosen for: the server's fast voice does not hurry a person's
 * own one. One that was chosen without a voice holds for whichever voice it is.
 *
 * @param choices the first one's wishes come first.
 */
export function chosenVoice(
  choices: readonly VoiceChoice[],
  fallback: string,
): { readonly voice: string; readonly speed: number } {
  let speed: number | undefined;
  for (const choice of choices) {
    speed ??= choice.speed;
    if (choice.voice !== undefined) return { voice: choice.voice, speed: speed ?? 1 };
  }
  return { voice: fallback, speed: speed ?? 1 };
}
