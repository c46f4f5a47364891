// Colours for canvases. A custom property gives its text back (`light-dark(…)`), which a canvas cannot read: a real
// property of an element resolves it for the theme that is shown.

/** The colours of custom properties where `element` stands, each as `rgb(…)`. */
export function paintAt(element: Element): (property: string) => string {
  const known = new Map<string, string>();
  return (property) => {
    const color = known.get(property) ?? resolved(element, property);
    known.set(property, color);
    return color;
  };
}

function resolved(element: Element, property: string): string {
  const probe = document.createElement("span");
  probe.hidden = true;
  probe.style.color = `var(${property})`;
  (element.parentElement ?? element).append(probe);
  const { color } = getComputedStyle(probe);
  probe.remove();
  return color;
}
