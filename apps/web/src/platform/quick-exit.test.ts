import { fireEvent, waitFor } from '@testing-library/react';

import { listenForQuickExit, onQuickExit, quickExit, QUICK_EXIT_KEY, unlessLeaving } from './quick-exit.js';

const stops: (() => void)[] = [];

beforeEach(() => {
  document.body.hidden = false;
  document.body.innerHTML =
    '<p>a case</p><input aria-label="story"><a href="https://es.wikipedia.org/" data-quick-exit="">Salir ya</a>';
});

afterEach(() => {
  for (const stop of stops.splice(0)) stop();
});

test('once somebody is leaving, no store is opened again: an empty one would tell of the visit', async () => {
  const open = jest.fn(async () => 'store');
  await expect(unlessLeaving(open)).resolves.toBe('store');
  const going = quickExit('https://es.wikipedia.org/', jest.fn());
  void unlessLeaving(open);
  await going;
  void unlessLeaving(open);
  expect(open).toHaveBeenCalledTimes(1);
});

test('the page is blank before anything else happens, and is replaced, not left behind', async () => {
  const leave = jest.fn();
  const going = quickExit('https://es.wikipedia.org/', leave);
  expect(document.body).not.toBeVisible();
  expect(document.title).toBe('es.wikipedia.org');
  await going;
  expect(document.body).toBeEmptyDOMElement();
  expect(leave).toHaveBeenCalledWith('https://es.wikipedia.org/');
});

test('everything that was registered is cleaned up first, also when some of it fails', async () => {
  const order: string[] = [];
  stops.push(onQuickExit(() => void order.push('keys')));
  stops.push(onQuickExit(() => Promise.reject(new Error('store is busy'))));
  stops.push(onQuickExit(async () => void order.push('stores')));
  await quickExit('https://en.wikipedia.org/', () => void order.push('left'));
  expect(order).toEqual(['keys', 'stores', 'left']);
});

test('a store that does not answer holds nobody back', async () => {
  jest.useFakeTimers();
  stops.push(onQuickExit(() => new Promise(() => undefined)));
  const leave = jest.fn();
  const going = quickExit('https://en.wikipedia.org/', leave);
  await jest.advanceTimersByTimeAsync(400);
  await going;
  expect(leave).toHaveBeenCalled();
  jest.useRealTimers();
});

test('one key leads out, from inside a field too', async () => {
  const leave = jest.fn();
  stops.push(listenForQuickExit(leave));
  const field = document.querySelector('input');
  fireEvent.keyDown(field ?? document.body, { key: QUICK_EXIT_KEY });
  await waitFor(() => expect(leave).toHaveBeenCalledWith('https://es.wikipedia.org/'));
});

test('no key that writes or that others need leads out', () => {
  const leave = jest.fn();
  stops.push(listenForQuickExit(leave));
  for (const key of ['a', 'Shift', 'Escape', 'Enter', 'Tab', ' ', 'Dead']) fireEvent.keyDown(document.body, { key });
  expect(document.body).toBeVisible();
  expect(leave).not.toHaveBeenCalled();
});

test('the link leads out the same way', async () => {
  const leave = jest.fn();
  stops.push(listenForQuickExit(leave));
  fireEvent.click(document.querySelector('a') ?? document.body);
  await waitFor(() => expect(leave).toHaveBeenCalledWith('https://es.wikipedia.org/'));
});
