// Graphs of ELK's JSON in, one per line; the same graphs laid out (or an error) and the ms it took out, in the same order.
import { createInterface } from "node:readline";
import ELK from "elkjs";

const elk = new ELK();
for await (const line of createInterface({ input: process.stdin })) {
  const started = performance.now();
  let answer;
  try {
    answer = { graph: await elk.layout(JSON.parse(line)) };
  } catch (error) {
    answer = { error: String(error.message ?? error) };
  }
  answer.ms = performance.now() - started;
  process.stdout.write(JSON.stringify(answer) + "\n");
}
