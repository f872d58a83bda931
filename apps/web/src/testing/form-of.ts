/** The form a button belongs to. A form without a name has no role by which a test could find it. */
export function formOf(button: HTMLElement): HTMLFormElement {
  if (!(button instanceof HTMLButtonElement) || button.form === null) throw new Error('This is no button of a form.');
  return button.form;
}

/** What a browser would post if the button were pressed now. */
export function postedBy(button: HTMLElement): Record<string, unknown> {
  return Object.fromEntries(new FormData(formOf(button)));
}
