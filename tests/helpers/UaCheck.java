import java.io.FileInputStream;
import java.io.InputStream;
import java.lang.reflect.Field;
import java.util.Date;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.logging.Level;
import java.util.logging.Logger;
import javax.xml.parsers.DocumentBuilderFactory;
import org.verapdf.gf.foundry.VeraGreenfieldFoundryProvider;
import org.verapdf.gf.model.GFModelParser;
import org.verapdf.pd.PDCatalog;
import org.verapdf.pd.PDDocument;
import org.verapdf.pd.structure.PDStructTreeRoot;
import org.verapdf.pdfa.Foundries;
import org.verapdf.pdfa.PDFAParser;
import org.verapdf.pdfa.PDFAValidator;
import org.verapdf.pdfa.flavours.PDFAFlavour;
import org.verapdf.pdfa.results.TestAssertion;
import org.verapdf.pdfa.validation.profiles.Profiles;
import org.verapdf.pdfa.validation.profiles.Rule;
import org.verapdf.pdfa.validation.profiles.ValidationProfile;
import org.verapdf.pdfa.validation.profiles.Variable;
import org.w3c.dom.Document;
import org.w3c.dom.Element;

/**
 * Asks veraPDF whether PDFs keep to PDF/UA-1, all in one Java machine. Prints "file TAB rule TAB what it asks"
 * for each rule that a file breaks, and at the end how many files it judged.
 */
public class UaCheck {
  static final PDFAFlavour UA = PDFAFlavour.PDFUA_1;

  public static void main(String[] files) throws Exception {
    Logger.getLogger("").setLevel(Level.OFF);
    VeraGreenfieldFoundryProvider.initialise();
    ValidationProfile profile = profile();
    for (String file : files) {
      Map<String, String> broken = new TreeMap<>();
      try (PDFAParser parser = Foundries.defaultInstance().createParser(new FileInputStream(file), UA)) {
        rememberTags(((GFModelParser) parser).getPDDocument());
        PDFAValidator validator = Foundries.defaultInstance().createValidator(profile, false);
        for (TestAssertion each : validator.validate(parser).getTestAssertions())
          if (each.getStatus() == TestAssertion.Status.FAILED)
            broken.put(each.getRuleId().getClause() + "-" + each.getRuleId().getTestNumber(), each.getMessage());
      } catch (Exception error) {
        broken.put("-", "this is no PDF that veraPDF can read: " + error.getMessage());
      }
      broken.forEach((rule, message) -> System.out.println(file + "\t" + rule + "\t" + message));
    }
    System.out.println(files.length + " files, " + profile.getRules().size() + " rules");
  }

  /** Reads the rules that come with veraPDF. Its own reader wants JAXB, which Java has not had since version 11. */
  static ValidationProfile profile() throws Exception {
    try (InputStream xml = UaCheck.class.getResourceAsStream("/org/verapdf/pdfa/validation/PDFUA-1.xml")) {
      Document source = DocumentBuilderFactory.newInstance().newDocumentBuilder().parse(xml);
      Set<Rule> rules = new HashSet<>();
      for (int i = 0; i < source.getElementsByTagName("rule").getLength(); i++) {
        Element rule = (Element) source.getElementsByTagName("rule").item(i);
        Element id = (Element) rule.getElementsByTagName("id").item(0);
        rules.add(Profiles.ruleFromValues(
            Profiles.ruleIdFromValues(UA.getPart(), id.getAttribute("clause"),
                Integer.parseInt(id.getAttribute("testNumber"))),
            rule.getAttribute("object"), rule.hasAttribute("deferred") ? true : null, rule.getAttribute("tags"),
            text(rule, "description"), text(rule, "test"),
            Profiles.errorFromValues(text(rule, "message"), List.of()), List.of()));
      }
      Set<Variable> variables = new HashSet<>();
      for (int i = 0; i < source.getElementsByTagName("variable").getLength(); i++) {
        Element variable = (Element) source.getElementsByTagName("variable").item(i);
        variables.add(Profiles.variableFromValues(variable.getAttribute("name"), variable.getAttribute("object"),
            text(variable, "defaultValue"), text(variable, "value")));
      }
      return Profiles.profileFromValues(UA, Profiles.profileDetailsFromValues("", "", "", new Date(0)), "",
          rules, variables);
    }
  }

  /**
   * Lets veraPDF read once where the tags of a document are. By itself it reads them anew for each piece of text
   * (PDCatalog.getStructTreeRoot keeps nothing), which is a fifth of its time with a book.
   */
  static void rememberTags(PDDocument document) throws ReflectiveOperationException {
    Field catalog = PDDocument.class.getDeclaredField("catalog");
    catalog.setAccessible(true);
    catalog.set(document, new PDCatalog(document.getCatalog().getObject()) {
      final PDStructTreeRoot tags = super.getStructTreeRoot();

      @Override
      public PDStructTreeRoot getStructTreeRoot() {
        return tags;
      }
    });
  }

  static String text(Element element, String name) {
    return element.getElementsByTagName(name).item(0).getTextContent();
  }
}
