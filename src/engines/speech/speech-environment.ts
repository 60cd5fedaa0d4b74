/** The environment that the speech process gets: the bot's, without what is none of its business. */

const SECRETS = new Set(['DISCORD_TOKEN', 'GROQ_API_KEY', 'LLM_API_KEY']);

/** @param threads for the libraries' asynchronous calls, where Node's own default of 4 is fewer. */
export function speechEnvironment(threads: number): NodeJS.ProcessEnv {
  const inherited = Object.entries(process.env).filter(([name]) => !SECRETS.has(name));
  return { ...Object.fromEntries(inherited), UV_THREADPOOL_SIZE: String(Math.max(4, threads)) };
}
