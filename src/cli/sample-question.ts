/** Something that the embedded stand-in model can answer. */
export const SAMPLE_QUESTION = 'What is the capital of France?';
