package org.jeffreys.data;

import java.net.URI;
import java.util.List;
import org.jeffreys.core.Check;
import org.jeffreys.data.ImageSource.Part;

/** The data sets of images that are known by name, in the order of {@code jeffreys data list}. */
public final class Datasets {
  private static final Licence OURS =
      new Licence("Apache-2.0", URI.create("https://www.apache.org/licenses/LICENSE-2.0"));
  private static final List<String> CLOTHES =
      List.of(
          "T-shirt/top",
          "Trouser",
          "Pullover",
          "Dress",
          "Coat",
          "Sandal",
          "Shirt",
          "Sneaker",
          "Bag",
          "Ankle boot");
  private static final List<ImageSource> ALL =
      List.of(strokes(), letters(), mnist(), fashionMnist(), omniglot());

  private Datasets() {}

  /** Every data set. */
  public static List<ImageSource> all() {
    return ALL;
  }

  /**
   * The data set of a name.
   *
   * @throws IllegalArgumentException if there is none; says which there are
   */
  public static ImageSource named(String name) {
    return ALL.stream()
        .filter(source -> source.name().equals(name))
        .findFirst()
        .orElseThrow(
            () ->
                Check.failure(
                    "dataset",
                    "one of " + ALL.stream().map(ImageSource::name).toList(),
                    "'" + name + "'"));
  }

  private static ImageSource strokes() {
    return new ImageSource(
        "strokes",
        "generated digits like handwriting, 28 x 28",
        OURS,
        List.of("0", "1", "2", "3", "4", "5", "6", "7", "8", "9"),
        List.of(
            new Part(Split.TRAIN, 24_000, false, List.of()),
            new Part(Split.TEST, 10_000, false, List.of())),
        (source, part, folders) -> Strokes.digits(part.size(), seed(part.split())));
  }

  /** So that no image is in both parts. */
  private static long seed(Split split) {
    return switch (split) {
      case TRAIN -> 0;
      case TEST -> 1;
    };
  }

  private static ImageSource letters() {
    return new ImageSource(
        "letters",
        "generated letters like handwriting, 28 x 28",
        OURS,
        Strokes.letterNames(),
        List.of(new Part(Split.TEST, 10_000, false, List.of())),
        (source, part, folders) -> Strokes.letters(part.size(), seed(part.split())));
  }

  /**
   * @source LeCun, Bottou, Bengio and Haffner (1998), Proceedings of the IEEE 86(11)
   */
  private static ImageSource mnist() {
    IdxAddresses at =
        new IdxAddresses(
            "mnist/",
            List.of(
                "https://ossci-datasets.s3.amazonaws.com/mnist/",
                "https://storage.googleapis.com/cvdf-datasets/mnist/"));
    return new ImageSource(
        "mnist",
        "handwritten digits, 28 x 28",
        new Licence(
            "CC BY-SA 3.0, as usually quoted",
            URI.create("https://creativecommons.org/licenses/by-sa/3.0/")),
        List.of("0", "1", "2", "3", "4", "5", "6", "7", "8", "9"),
        List.of(
            at.train(
                false,
                "440fcabf73cc546fa21475e81ea370265605f56be210a4024d2ca8f203523609",
                9_912_422,
                "3552534a0a558bbed6aed32b30c495cca23d567ec52cac8be1a0730e8010255c",
                28_881),
            at.test(
                "8d422c7b0a1c1c79245a5bcf07fe86e33eeafee792b84584aec276f5a2dbc4e6", 1_648_877,
                "f7ae60f92e00ec6debd23a6088c31dbd2371eca3ffa0defaefb259924204aec6", 4_542)),
        Datasets::readIdx);
  }

  /**
   * @source Xiao, Rasul and Vollgraf (2017), arXiv:1708.07747
   */
  private static ImageSource fashionMnist() {
    IdxAddresses at =
        new IdxAddresses(
            "fashion-mnist/",
            List.of(
                "http://fashion-mnist.s3-website.eu-central-1.amazonaws.com/",
                "https://github.com/zalandoresearch/fashion-mnist/raw/master/data/fashion/"));
    return new ImageSource(
        "fashion-mnist",
        "articles of clothing, 28 x 28",
        new Licence(
            "MIT",
            URI.create("https://github.com/zalandoresearch/fashion-mnist/blob/master/LICENSE")),
        CLOTHES,
        List.of(
            at.train(
                true,
                "3aede38d61863908ad78613f6a32ed271626dd12800ba2636569512369268a84",
                26_421_880,
                "a04f17134ac03560a47e3764e11b92fc97de4d1bfaf8ba1a3aa29af54cc90845",
                29_515),
            at.test(
                "346e55b948d973a97e58d2351dde16a484bd415d4595297633bb08f03db6a073", 4_422_102,
                "67da17c76eaffca5446c3361aaab5c3cd6d1c2608764d35dfb1850b086bf8dd5", 5_148)),
        Datasets::readIdx);
  }

  /**
   * @source Lake, Salakhutdinov and Tenenbaum (2015), Science 350(6266)
   */
  private static ImageSource omniglot() {
    String file = "images_background_small1.zip";
    String project = "https://github.com/brendenlake/omniglot/";
    return new ImageSource(
        "omniglot",
        "handwritten letters of five alphabets, made 28 x 28 as MNIST",
        new Licence("MIT", URI.create(project + "blob/master/LICENSE")),
        List.of("Balinese", "Early Aramaic", "Greek", "Korean", "Latin"),
        List.of(
            new Part(
                Split.TEST,
                2_720,
                false,
                List.of(
                    new DataFile(
                        "omniglot/" + file,
                        List.of(URI.create(project + "raw/master/python/" + file)),
                        "f38eb80f801274ac2b4dff5b24289016bfaba4a7d5bb50deebf27104ad6cb8a4",
                        1_319_022)))),
        (source, part, folders) -> ZipImages.read(folders.require(part.files().get(0).path())));
  }

  private static Images readIdx(ImageSource source, Part part, DataFolders folders) {
    return new IdxReader(28, 28, source.classNames())
        .read(
            folders.require(part.files().get(0).path()),
            folders.require(part.files().get(1).path()));
  }

  /** Where the four files of MNIST and of what takes its place are published. */
  private record IdxAddresses(String folder, List<String> bases) {
    Part train(boolean isOptional, String images, long imagesSize, String labels, long labelsSize) {
      return new Part(
          Split.TRAIN,
          60_000,
          isOptional,
          List.of(
              file("train-images-idx3-ubyte.gz", images, imagesSize),
              file("train-labels-idx1-ubyte.gz", labels, labelsSize)));
    }

    Part test(String images, long imagesSize, String labels, long labelsSize) {
      return new Part(
          Split.TEST,
          10_000,
          false,
          List.of(
              file("t10k-images-idx3-ubyte.gz", images, imagesSize),
              file("t10k-labels-idx1-ubyte.gz", labels, labelsSize)));
    }

    private DataFile file(String name, String sha256, long size) {
      return new DataFile(
          folder + name,
          bases.stream().map(base -> URI.create(base + name)).toList(),
          sha256,
          size);
    }
  }
}
