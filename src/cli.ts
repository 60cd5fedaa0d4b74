/** `parley`: the command line. */
import { enableCompileCache } from 'node:module';

// From its second time on a command is there in half of the time. A static import would be compiled first.
enableCompileCache();
await import('./cli/program.ts');
