/** How the work for a text grows with its length: processor time, so that a busy machine changes nothing. */
const SHORT_CHARS = 150_000;
const TIMES_LONGER = 4;

/** @returns how many times as long a text of 600,000 characters takes as one of 150,000: 4 is linear, 16 square. */
export async function growthOf(unit: string, work: (text: string) => void | Promise<void>) {
  const cpuMs = async (chars: number) => {
    const before = process.cpuUsage();
    await work(unit.repeat(chars / unit.length));
    const { user, system } = process.cpuUsage(before);
    return (user + system) / 1000;
  };
  // The first one compiles the code, and one of two may be in the way of a garbage collection.
  const short = Math.min(await cpuMs(SHORT_CHARS), await cpuMs(SHORT_CHARS));
  const longChars = SHORT_CHARS * TIMES_LONGER;
  return Math.min(await cpuMs(longChars), await cpuMs(longChars)) / short;
}
