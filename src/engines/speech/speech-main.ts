/** The program of the speech process: recognition, synthesis and the turn model. */
import './behind-the-bot.ts';
import { openModelSlot } from './model-slots.ts';
import { serveSpeech } from './serve-speech.ts';

serveSpeech(openModelSlot);
