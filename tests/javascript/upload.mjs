// Uploads a file with tus-js-client: node upload.mjs '{"endpoint", "token", "file", "metadata", "chunkSize"?, …}'
import { createReadStream } from "node:fs";
import { Upload } from "tus-js-client";

const wanted = JSON.parse(process.argv[2]);
const upload = new Upload(createReadStream(wanted.file), {
  endpoint: wanted.endpoint,
  headers: wanted.token ? { Authorization: `Bearer ${wanted.token}` } : {},
  metadata: wanted.metadata,
  chunkSize: wanted.chunkSize ?? Number.POSITIVE_INFINITY,
  uploadDataDuringCreation: wanted.uploadDataDuringCreation ?? false,
  overridePatchMethod: wanted.overridePatchMethod ?? false,
  retryDelays: wanted.retryDelays ?? [0, 100, 200, 400, 800, 1600, 3200, 3200, 3200],
  onError: (error) => {
    process.stderr.write(`${error}\n`);
    process.exit(1);
  },
  onSuccess: () => {
    process.stdout.write(`${upload.url}\n`);
    process.exit(0);
  },
});
upload.start();
