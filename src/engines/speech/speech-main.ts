/** The program of the speech process: recognition, synthesis and the turn model. */
import { enableCompileCache } from 'node:module';
import './behind-the-bot.ts';

// From its second time on the program is read sooner. A static import would be compiled first.
enableCompileCache();
const [{ openModelSlot }, { serveSpeech }] = await Promise.all([
  import('./model-slots.ts'),
  import('./serve-speech.ts'),
]);
serveSpeech(openModelSlot);
