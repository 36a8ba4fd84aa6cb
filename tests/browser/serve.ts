/** Serves the site that the tests share under its base path: `node tests/browser/serve.ts <port>`. */
import { serveFolder } from '../../runner/publish/serve.ts';
import { base, sharedSite } from './shared-site.ts';

await serveFolder((await sharedSite()).dist, base, Number(process.argv[2]));
