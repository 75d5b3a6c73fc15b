import { plotPicture } from "@/components/plots/plot-picture";

export type PictureFormat = "svg" | "png";

/** Pixels of a PNG for one of the page: sharp on any screen. */
const PNG_SCALE = 2;

/** Saves a plot as it is shown, in the theme it is shown in, as a file with its title. */
export async function savePlot(plot: SVGSVGElement, title: string, fileName: string, format: PictureFormat) {
  const day = new Intl.DateTimeFormat("en-GB", { day: "numeric", month: "short", year: "numeric" });
  const picture = plotPicture(plot, title, `Wheelhouse, ${day.format(new Date())}`);
  const text = new XMLSerializer().serializeToString(picture);
  const blob =
    format === "svg"
      ? new Blob([text], { type: "image/svg+xml" })
      : await pngOf(text, picture.width.baseVal.value, picture.height.baseVal.value);
  const link = document.createElement("a");
  link.href = URL.createObjectURL(blob);
  link.download = `${fileName}.${format}`;
  link.click();
  // The browser has taken the file over when the click returns; the address is let go a moment later.
  setTimeout(() => URL.revokeObjectURL(link.href), 1000);
}

/** Drawn by way of a `data:` address, which the content security policy allows for pictures. */
async function pngOf(svg: string, width: number, height: number): Promise<Blob> {
  const image = new Image();
  image.src = `data:image/svg+xml;charset=utf-8,${encodeURIComponent(svg)}`;
  await image.decode();
  const canvas = document.createElement("canvas");
  canvas.width = width * PNG_SCALE;
  canvas.height = height * PNG_SCALE;
  canvas.getContext("2d")?.drawImage(image, 0, 0, canvas.width, canvas.height);
  return new Promise((resolve, reject) => {
    canvas.toBlob((blob) => (blob === null ? reject(new Error("No picture was made.")) : resolve(blob)));
  });
}
