/** What the people of a channel are told about being listened to. */
import type { Description } from './command.ts';

/** One line: who listens, what is processed where, how to opt out. */
export function joinNotice(
  channelId: string,
  description: Description,
  choicesWereLost: boolean,
): string {
  const lost = choicesWereLost
    ? ' My settings file was damaged: whoever had opted out, please do it once more.'
    : '';
  return (
    `I am listening in <#${channelId}>. Your speech is recognised on my own machine and not kept; ` +
    `${whereTextGoes(description)} If you do not want to be heard, use \`/privacy ignore-me\`.${lost}`
  );
}

/** Where the recognised text goes, as a sentence that may follow a semicolon. */
export function whereTextGoes({ llm, textLeaves }: Description): string {
  return textLeaves
    ? `the text of it goes to ${llm.provider} (${llm.model}), which writes my answers.`
    : `the text of it does not leave that machine either (${llm.model} writes my answers).`;
}
