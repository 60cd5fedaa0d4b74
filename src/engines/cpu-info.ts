/** What the processor can do, as far as Linux tells. */
import { readFile } from 'node:fs/promises';

/** @returns '' on a system that has no /proc/cpuinfo. */
export async function cpuInfo(): Promise<string> {
  try {
    return await readFile('/proc/cpuinfo', 'utf8');
  } catch {
    return '';
  }
}

/** Whether it adds products of bytes up without overflow: AVX-512 VNNI, or AVX-VNNI without AVX-512. */
export function hasVnni(info: string): boolean {
  return /^flags\b.*\b(?:avx512_vnni|avx_vnni)\b/mu.test(info);
}
