import axe from 'axe-core';

/** The accessibility faults of what is on screen, as short lines; colours need a real browser and are left to e2e. */
export async function findAccessibilityFaults(root: Element = document.body): Promise<string[]> {
  const { violations } = await axe.run(root, {
    rules: { 'color-contrast': { enabled: false }, region: { enabled: false } },
  });
  return violations.map((violation) => `${violation.id}: ${violation.nodes.map((node) => node.html).join(' ')}`);
}
