import { createStepUp } from './step-up.js';

test('whoever asks while the question is open waits for the same answer', async () => {
  const stepUp = createStepUp();
  const answers = Promise.all([stepUp.ask(), stepUp.ask()]);
  expect(stepUp.isAsked()).toBe(true);
  stepUp.settle(true);
  expect(await answers).toEqual([true, true]);
  expect(stepUp.isAsked()).toBe(false);
});

test('a new question is a question of its own', async () => {
  const stepUp = createStepUp();
  const first = stepUp.ask();
  stepUp.settle(true);
  const second = stepUp.ask();
  stepUp.settle(false);
  expect([await first, await second]).toEqual([true, false]);
});
