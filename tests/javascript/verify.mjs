// Verifies a webhook with the specification's own library: node verify.mjs '{"secret", "headers", "body" (base64)}'
import { Webhook, WebhookVerificationError } from "standardwebhooks";

const { secret, headers, body } = JSON.parse(process.argv[2]);
try {
  const said = new Webhook(secret).verify(Buffer.from(body, "base64").toString("utf8"), headers);
  process.stdout.write(`genuine ${said.type}\n`);
} catch (error) {
  if (!(error instanceof WebhookVerificationError)) throw error;
  process.stdout.write("forged\n");
}
