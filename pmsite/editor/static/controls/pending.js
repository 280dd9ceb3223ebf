/* What is still on its way and belongs to what somebody fills in: it is waited for before that is saved. */
const waiting = new Set();

export function pending(promise) {
  waiting.add(promise);
  const over = () => waiting.delete(promise);
  promise.then(over, over);
  return promise;
}

export async function settled() {
  if (!waiting.size) return;
  await Promise.allSettled(waiting);
  await settled(); // one answer may bring the next question
}
