import assert from "node:assert/strict";
import { test } from "node:test";
import { Newest } from "../../src/shared/newest";

test("what is wanted while the work runs is done once more, not once for each", async () => {
  let count = 0;
  let finish = () => {};
  const newest = new Newest(() => {
    count++;
    return new Promise((resolve) => {
      finish = resolve;
    });
  });
  const running = newest.run();
  for (let i = 0; i < 5; i++) void newest.run();
  assert.equal(count, 1);
  finish();
  await new Promise(setImmediate);
  assert.equal(count, 2);
  finish();
  await running;
  assert.equal(count, 2);
});

test("work that fails does not hold up the next", async () => {
  let count = 0;
  const newest = new Newest(async () => {
    count++;
    if (count === 1) throw new Error("once");
  });
  await assert.rejects(newest.run());
  await newest.run();
  assert.equal(count, 2);
});
