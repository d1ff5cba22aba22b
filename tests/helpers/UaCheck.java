import java.io.FileInputStream;
import java.io.InputStream;
import java.lang.reflect.Field;
import java.lang.reflect.Method;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.logging.Level;
import java.util.logging.Logger;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import javax.xml.parsers.DocumentBuilderFactory;
import org.mozilla.javascript.ScriptableObject;
import org.verapdf.gf.foundry.VeraGreenfieldFoundryProvider;
import org.verapdf.gf.model.GFModelParser;
import org.verapdf.gf.model.impl.containers.StaticContainers;
import org.verapdf.model.baselayer.Object;
import org.verapdf.model.operator.Glyph;
import org.verapdf.pd.PDCatalog;
import org.verapdf.pd.PDDocument;
import org.verapdf.pd.structure.PDStructTreeRoot;
import org.verapdf.pdfa.Foundries;
import org.verapdf.pdfa.PDFAParser;
import org.verapdf.pdfa.flavours.PDFAFlavour;
import org.verapdf.pdfa.validation.profiles.Profiles;
import org.verapdf.pdfa.validation.profiles.Rule;
import org.verapdf.pdfa.validation.profiles.Variable;
import org.verapdf.pdfa.validation.validators.JavaScriptEvaluator;
import org.w3c.dom.Document;
import org.w3c.dom.Element;

/**
 * Asks veraPDF whether PDFs keep to PDF/UA-1, all in one Java machine. Prints "file TAB rule TAB what it asks"
 * for each rule that a file breaks, and at the end how many files it judged.
 *
 * <p>What a file holds and how a rule is applied, veraPDF says. Its own way through the objects of a file
 * (BaseValidator) takes three times as long: it stops at each number and name, of which no rule speaks, and
 * keeps the way to it.
 */
public class UaCheck {
  static final PDFAFlavour UA = PDFAFlavour.PDFUA_1;
  static final List<Rule> RULES = new ArrayList<>();
  static final List<Variable> VARIABLES = new ArrayList<>();
  static final Map<String, Type> TYPES = new HashMap<>();
  static final Pattern COUNTED = Pattern.compile("hasCorrectNestingLevel|isUniqueSemanticParent");
  static final Pattern OF_THE_PLACE = Pattern.compile("actualTextPresent|altPresent|isRealContent");

  public static void main(String[] files) throws Exception {
    Logger.getLogger("").setLevel(Level.OFF);
    VeraGreenfieldFoundryProvider.initialise();
    readRules();
    for (String file : files) {
      Map<String, String> broken = new TreeMap<>();
      try (PDFAParser parser = Foundries.defaultInstance().createParser(new FileInputStream(file), UA)) {
        rememberTags(((GFModelParser) parser).getPDDocument());
        rememberGlyphs();
        for (Rule each : broken(parser.getRoot()))
          broken.put(each.getRuleId().getClause() + "-" + each.getRuleId().getTestNumber(), each.getDescription());
      } catch (Exception error) {
        broken.put("-", "this is no PDF that veraPDF can read: " + error.getMessage());
      }
      broken.forEach((rule, message) -> System.out.println(file + "\t" + rule + "\t" + message));
    }
    System.out.println(files.length + " files, " + RULES.size() + " rules");
  }

  /** Returns the rules that a document breaks: applies to each of its objects those of its type. */
  static Set<Rule> broken(Object document) throws ReflectiveOperationException {
    Set<Rule> broken = new HashSet<>();
    Map<Object, List<Rule>> deferred = new HashMap<>();
    ScriptableObject scope = JavaScriptEvaluator.initialise();
    for (Variable each : VARIABLES)
      scope.put(each.getName(), scope, JavaScriptEvaluator.evaluateString(each.getDefaultValue(), scope));
    Deque<Object> waiting = new ArrayDeque<>(List.of(document));
    Set<String> seen = new HashSet<>();
    while (!waiting.isEmpty()) {
      Object here = waiting.pop();
      Type type = Type.of(here);
      if (!type.deferred.isEmpty())
        deferred.put(here, type.deferred);
      if (!type.rules.isEmpty())
        broken.addAll(type.counted ? broken(here, type.rules, scope)
            : type.verdicts.computeIfAbsent(type.asked(here, scope), each -> broken(here, type.rules, scope)));
      for (Variable each : type.variables)
        scope.put(each.getName(), scope, JavaScriptEvaluator.evalVariableResult(each, here, scope));
      for (int i = type.links.size() - 1; i >= 0; i--) {
        List<? extends Object> linked = here.getLinkedObjects(type.links.get(i));
        for (int j = linked.size() - 1; j >= 0; j--) {
          Object next = linked.get(j);
          if (Type.of(next).matters && (next.getID() == null || seen.add(next.getID())))
            waiting.push(next);
        }
      }
    }
    deferred.forEach((object, rules) -> broken.addAll(broken(object, rules, scope)));
    JavaScriptEvaluator.exitContext();
    return broken;
  }

  /** Returns which of some rules an object breaks. */
  static List<Rule> broken(Object object, List<Rule> rules, ScriptableObject scope) {
    return rules.stream().filter(each -> !JavaScriptEvaluator.getTestEvalResult(object, each, scope))
        .collect(Collectors.toList());
  }

  /**
   * What is known of all objects of a type: the rules and variables for it, and which links lead on.
   *
   * <p>A rule asks for properties and variables, and nothing else. Most objects of a type say the same there, so
   * that their verdict is known, also from another file: JavaScript would take a fifth of the time. Two properties
   * count how often they are asked for; rules about those are applied to each object.
   */
  static class Type {
    final List<Rule> rules = new ArrayList<>();
    final List<Rule> deferred = new ArrayList<>();
    final List<Method> properties = new ArrayList<>();
    final Map<List<java.lang.Object>, List<Rule>> verdicts = new HashMap<>();
    final boolean counted;
    final List<Variable> variables = new ArrayList<>();
    final List<String> links;
    final boolean matters;

    Type(Object object) throws ReflectiveOperationException {
      Set<String> names = new HashSet<>(object.getSuperTypes());
      names.add(object.getObjectType());
      for (Rule each : RULES)
        if (names.contains(each.getObject()))
          (Boolean.TRUE.equals(each.getDeferred()) ? deferred : rules).add(each);
      for (Variable each : VARIABLES)
        if (names.contains(each.getObject()))
          variables.add(each);
      String tests = rules.stream().map(Rule::getTest).collect(Collectors.joining(" "));
      counted = COUNTED.matcher(tests).find();
      if (tests.contains("_size"))
        throw new IllegalStateException("A rule asks how many links there are: " + tests);
      List<String> words = List.of(tests.split("\\W"));
      for (String each : object.getProperties())
        if (words.contains(each))
          properties.add(object.getClass().getMethod("get" + each));
      links = object.getLinks();
      matters = !(rules.isEmpty() && deferred.isEmpty() && variables.isEmpty() && links.isEmpty());
    }

    /** Returns what the rules ask of an object, and the variables. */
    List<java.lang.Object> asked(Object object, ScriptableObject scope) throws ReflectiveOperationException {
      List<java.lang.Object> answers = new ArrayList<>();
      for (Method each : properties)
        answers.add(each.invoke(object));
      for (Variable each : VARIABLES)
        answers.add(scope.get(each.getName(), scope));
      return answers;
    }

    static Type of(Object object) throws ReflectiveOperationException {
      Type known = TYPES.get(object.getObjectType());
      if (known == null)
        TYPES.put(object.getObjectType(), known = new Type(object));
      return known;
    }
  }

  /** Reads the rules that come with veraPDF. Its own reader wants JAXB, which Java has not had since version 11. */
  static void readRules() throws Exception {
    try (InputStream xml = UaCheck.class.getResourceAsStream("/org/verapdf/pdfa/validation/PDFUA-1.xml")) {
      Document source = DocumentBuilderFactory.newInstance().newDocumentBuilder().parse(xml);
      for (int i = 0; i < source.getElementsByTagName("rule").getLength(); i++) {
        Element rule = (Element) source.getElementsByTagName("rule").item(i);
        Element id = (Element) rule.getElementsByTagName("id").item(0);
        RULES.add(Profiles.ruleFromValues(
            Profiles.ruleIdFromValues(UA.getPart(), id.getAttribute("clause"),
                Integer.parseInt(id.getAttribute("testNumber"))),
            rule.getAttribute("object"), rule.hasAttribute("deferred") ? true : null, rule.getAttribute("tags"),
            text(rule, "description"), text(rule, "test"),
            Profiles.errorFromValues(text(rule, "message"), List.of()), List.of()));
      }
      for (int i = 0; i < source.getElementsByTagName("variable").getLength(); i++) {
        Element variable = (Element) source.getElementsByTagName("variable").item(i);
        VARIABLES.add(Profiles.variableFromValues(variable.getAttribute("name"), variable.getAttribute("object"),
            text(variable, "defaultValue"), text(variable, "value")));
      }
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

  /**
   * Lets veraPDF judge a letter of a font once in a document. By itself it does so again in each tag where it
   * stands, and asks there what no rule of PDF/UA-1 does: actual text, alternatives, and whether it is real content.
   */
  static void rememberGlyphs() {
    for (Rule each : RULES)
      if (each.getObject().endsWith("Glyph") && OF_THE_PLACE.matcher(each.getTest()).find())
        throw new IllegalStateException("A rule asks where a letter stands: " + each.getTest());
    StaticContainers.setCachedGlyphs(new HashMap<>() {
      @Override
      public Map<String, Glyph> get(java.lang.Object font) {
        return computeIfAbsent((String) font, name -> new Glyphs());
      }
    });
  }

  /** The glyphs of a font by code and rendering mode: what their ID says before it names the place. */
  static class Glyphs extends HashMap<String, Glyph> {
    static String kind(String id) {
      int end = id.length();
      for (int i = 0; i < 3; i++)
        end = id.lastIndexOf(' ', end - 1);
      return id.substring(0, end);
    }

    @Override
    public Glyph get(java.lang.Object id) {
      return super.get(kind((String) id));
    }

    @Override
    public Glyph put(String id, Glyph glyph) {
      return super.put(kind(id), glyph);
    }
  }

  static String text(Element element, String name) {
    return element.getElementsByTagName(name).item(0).getTextContent();
  }
}
