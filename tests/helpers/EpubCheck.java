import com.adobe.epubcheck.tool.EpubChecker;

/** Asks epubcheck about books, all in one Java machine. Takes each book with the name of the report on it. */
public class EpubCheck {
  public static void main(String[] names) {
    for (int i = 0; i < names.length; i += 2)
      new EpubChecker().run(new String[] {names[i], "--quiet", "--json", names[i + 1]});
  }
}
