"""How pages say that they are not there, in many languages. Data: one way of saying it a line. Pure.

They are ours, after the error pages that servers and blogs bring along and translate: Apache's
`docs/error/HTTP_NOT_FOUND.html.var`, nginx's `src/http/ngx_http_special_response.c`, WordPress's `404.php` of each theme.
"""

from crawler.gather.phrases import Phrase


def _rows(language: str, *sayings: str) -> tuple[Phrase, ...]:
    return tuple(Phrase(language=language, says=says) for says in sayings)


DECORATIONS = (
    *_rows(
        "mul", "404", "410", "http", "error", "oops", "ooops", "whoops", "uh oh", "oh no", "sorry", "status", "code"
    ),
    *_rows("en", "we're sorry", "we are sorry", "ouch", "hmm", "yikes"),
    *_rows("de", "fehler", "fehlercode", "ups", "hoppla", "entschuldigung", "leider"),
    *_rows("fr", "erreur", "desole", "oups", "mince"),
    *_rows("es", "vaya", "lo sentimos", "codigo", "ups"),
    *_rows("pt", "erro", "desculpe", "ops"),
    *_rows("it", "errore", "ops", "spiacenti", "ci dispiace"),
    *_rows("nl", "fout", "foutmelding", "helaas", "oeps"),
    *_rows("pl", "blad", "błąd", "przepraszamy", "ups"),
    *_rows("ru", "ошибка", "извините", "упс", "к сожалению"),
    *_rows("uk", "помилка", "вибачте", "на жаль"),
    *_rows("cs", "chyba", "je nam lito", "omlouvame se"),
    *_rows("sv", "fel", "hoppsan", "tyvarr"),
    *_rows("da", "fejl", "beklager"),
    *_rows("nb", "feil", "beklager"),
    *_rows("fi", "virhe", "hups", "valitettavasti"),
    *_rows("tr", "hata", "uzgunuz", "üzgünüz"),
    *_rows("hu", "hiba"),
    *_rows("ro", "eroare"),
    *_rows("zh", "错误", "錯誤", "抱歉", "很抱歉", "对不起", "對不起"),
    *_rows("ja", "エラー", "申し訳ありません", "申し訳ございません"),
    *_rows("ko", "오류", "에러", "죄송합니다"),
    *_rows("ar", "خطا", "خطأ", "عذرا", "عذراً"),
)
"""What may stand before or behind, and says nothing by itself."""

WEAK = (
    *_rows(
        "en",
        "not found",
        "nothing found",
        "nothing here",
        "gone",
        "does not exist",
        "doesn't exist",
        "no longer exists",
    ),
    *_rows("de", "nicht gefunden", "nichts gefunden", "existiert nicht"),
    *_rows("fr", "introuvable", "non trouvee?", "aucun resultat"),
    *_rows("es", "no encontrad[oa]", "no existe"),
    *_rows("pt", "não encontrad[oa]", "não existe"),
    *_rows("it", "non trovat[oa]", "non esiste"),
    *_rows("nl", "niet gevonden", "bestaat niet"),
    *_rows("pl", "nie znaleziono", "nie istnieje"),
    *_rows("ru", "не найден[ао]?", "не существует"),
    *_rows("uk", "не знайдено", "не існує"),
    *_rows("cs", "nenalezeno", "neexistuje"),
    *_rows("sv", "hittades inte", "finns inte"),
    *_rows("da", "ikke fundet", "findes ikke"),
    *_rows("nb", "ikke funnet", "finnes ikke"),
    *_rows("fi", "ei löytynyt", "ei löydy"),
    *_rows("tr", "bulunamadı"),
    *_rows("zh", "未找到", "找不到", "不存在", "无法找到"),
    *_rows("ja", "見つかりません(?:でした)?", "存在しません"),
    *_rows("ko", "찾을 수 없습니다", "찾을 수 없음"),
    *_rows("ar", "غير موجودة?", "غير موجود"),
)
"""What says it, but not of what: a film may be called so."""

NAMES = (
    *_rows(
        "en",
        "(?:the |this |that |your )?(?:requested )?(?:web ?)?(?:page|file|document|article|url|resource|post|content) (?:not|was not|wasn't|is not|isn't|could not be|couldn't be|cannot be|can not be|can't be|not be) (?:found|located)",
        "(?:the |this |that |your )?(?:requested )?(?:web ?)?(?:page|file|document|article|url|resource|post|content) (?:you requested |you are looking for |you're looking for )?(?:does not|doesn't|no longer|doesn't seem to|does not seem to) exists?(?: anymore| any more)?",
        "(?:we )?(?:can't|cannot|can not|couldn't|could not) (?:seem to )?find (?:the|that|this) page(?: (?:that )?you(?:'re| are| were) looking for| you requested)?",
        "no such (?:page|file|article)(?: exists)?",
        "(?:this |the )?page (?:is missing|missing|has been removed|was removed|has been deleted|was deleted|is gone)",
        "missing page",
        "there is nothing here|there's nothing here",
    ),
    *_rows(
        "de",
        "(?:die |diese )?(?:angeforderte |gesuchte |gewünschte )?(?:web)?seite (?:wurde |konnte |kann )?(?:leider )?nicht gefunden(?: werden)?",
        "(?:die |diese )?(?:angeforderte |gesuchte |gewünschte )?(?:web)?seite (?:existiert|ist) (?:leider )?(?:nicht(?: mehr)?)(?: vorhanden| verfügbar)?",
        "(?:das |dieses )?dokument (?:wurde )?nicht gefunden",
        "inhalt (?:wurde )?nicht gefunden",
    ),
    *_rows(
        "fr",
        "(?:la |cette )?page (?:demandée )?(?:est )?introuvable",
        "(?:la |cette )?page (?:demandée )?(?:non|pas|n'a pas (?:été|pu être)) trouvée",
        "(?:la |cette )?page (?:demandée |que vous (?:recherchez|cherchez|demandez) )?n'existe (?:pas|plus)",
        "fichier (?:non trouvé|introuvable)",
    ),
    *_rows(
        "es",
        "(?:la |esta )?página (?:solicitada )?(?:no|no fue|no ha sido|no se ha|no ha podido ser) encontrada",
        "(?:la |esta )?página (?:solicitada |que buscas |que busca )?(?:no existe|ya no existe|no se encuentra)",
        "no (?:se )?(?:encontramos|encuentra|ha encontrado|encontró) (?:la|esta) página",
        "archivo no encontrado",
    ),
    *_rows(
        "pt",
        "(?:a |esta )?página (?:solicitada )?(?:não|não foi|nao pode ser|não pôde ser) encontrada",
        "(?:a |esta )?página (?:solicitada |que (?:você )?procura )?não existe(?: mais)?",
        "não (?:foi possível encontrar|encontramos) (?:a|esta) página",
    ),
    *_rows(
        "it",
        "(?:la |questa )?pagina (?:richiesta )?(?:non|non è stata) trovata",
        "(?:la |questa )?pagina (?:richiesta |che (?:cerchi|stai cercando) )?non (?:esiste|è presente)(?: più)?",
        "impossibile trovare la pagina",
    ),
    *_rows(
        "nl",
        "(?:de |deze )?(?:opgevraagde |gevraagde )?(?:web)?pagina (?:is |kon |kan |werd )?niet (?:worden )?gevonden(?: worden)?",
        "(?:de |deze )?(?:opgevraagde |gevraagde )?(?:web)?pagina (?:bestaat|is) niet(?: meer| langer)?(?: beschikbaar)?",
    ),
    *_rows(
        "pl",
        "(?:nie znaleziono|nie odnaleziono) (?:takiej |tej |żądanej )?strony",
        "(?:ta |taka |podana |żądana )?strona (?:nie została (?:znaleziona|odnaleziona)|nie istnieje|nieznaleziona)",
        "strona nie znaleziona",
    ),
    *_rows(
        "ru",
        "(?:эта |такая |запрашиваемая |запрошенная |данная )?страница (?:не найдена|не существует|не обнаружена|была удалена|удалена)",
        "(?:документ|файл|материал|раздел) не найден",
        "такой страницы (?:не существует|нет)",
    ),
    *_rows(
        "uk",
        "(?:ця |така |запитувана )?сторінк[ау] (?:не знайдено|не знайдена|не існує|не знайшли|видалено)",
        "такої сторінки (?:не існує|немає)",
    ),
    *_rows(
        "cs",
        "(?:tato |požadovaná |hledaná )?stránka (?:nebyla nalezena|nenalezena|neexistuje|nenalezena)",
        "stránku se nepodařilo najít",
    ),
    *_rows("sk", "(?:táto |požadovaná |hľadaná )?stránka (?:nebola nájdená|nenájdená|neexistuje|sa nenašla)"),
    *_rows(
        "sv",
        "sidan (?:kunde inte hittas|hittades inte|hittades tyvärr inte|finns inte|finns inte längre|kan inte hittas)",
        "sidan du (?:söker|letar efter) (?:finns inte|kunde inte hittas|hittades inte)",
    ),
    *_rows(
        "da",
        "siden (?:blev ikke fundet|kunne ikke findes|kan ikke findes|findes ikke|ikke fundet|eksisterer ikke)(?: længere)?",
    ),
    *_rows(
        "nb",
        "siden (?:ble ikke funnet|finnes ikke|ikke funnet|eksisterer ikke)(?: lenger)?",
        "(?:vi )?fant ikke siden",
        "fant ikke siden du leter etter",
    ),
    *_rows(
        "fi",
        "sivua ei (?:löytynyt|löydy|ole olemassa|voitu löytää)",
        "(?:hakemaasi|etsimääsi|pyytämääsi) sivua ei (?:löytynyt|löydy)",
    ),
    *_rows("et", "lehte ei (?:leitud|leidu)", "lehekülge ei leitud"),
    *_rows(
        "tr",
        "(?:aradığınız |istenen )?sayfa (?:bulunamadı|mevcut değil|bulunamıyor)",
        "aradığınız sayfa(?:yı)? (?:bulunamadı|bulamadık)",
    ),
    *_rows("el", "η σελίδα δεν (?:βρέθηκε|υπάρχει)", "(?:η )?σελίδα δεν βρέθηκε"),
    *_rows("hu", "(?:a |az )?(?:keresett |kért )?oldal nem (?:található|létezik)", "az oldal nem található"),
    *_rows("ro", "pagina (?:nu a fost găsită|nu există|negăsită|nu poate fi găsită|căutată nu există)"),
    *_rows("hr", "stranica nije (?:pronađena|nađena)", "stranica ne postoji"),
    *_rows("bg", "страницата не (?:е намерена|беше намерена|съществува)"),
    *_rows("ca", "(?:la )?pàgina no (?:trobada|s'ha trobat|existeix)", "no s'ha trobat la pàgina"),
    *_rows(
        "id", "halaman (?:tidak|tidak dapat) ditemukan", "halaman (?:yang anda cari )?tidak (?:ada|ditemukan|tersedia)"
    ),
    *_rows("vi", "(?:không tìm thấy trang|trang không tồn tại|không tìm thấy trang này)"),
    *_rows(
        "zh",
        "(?:您|你)?(?:要)?(?:访问|查找|请求|浏览)?的?(?:网页|页面|頁面|网頁|網頁|文章|文件) ?(?:未找到|找不到了?|不存在|没有找到|已被?删除|無法找到|无法找到|走丢了|不見了)",
        "(?:找不到|未找到|没有找到|無法找到|无法找到)(?:该|此|這個|这个|您要的|相关)?(?:网页|页面|頁面|網頁)",
        "(?:您|你)(?:要)?(?:访问|請求|请求|查找|浏览)的(?:网页|页面|頁面|網頁)(?:不存在|未找到|找不到|已被?删除)",
    ),
    *_rows(
        "ja",
        "(?:お探しの|ご指定の|指定された|該当の|その|この)?(?:ページ|記事|ファイル)(?:は|が|を)?(?:見つかりません(?:でした)?|存在しません|見つけられませんでした|ありません(?:でした)?)",
        "ページ未検出",
    ),
    *_rows(
        "ko",
        "(?:요청하신 |찾으시는 |요청한 )?(?:페이지|문서)(?:를|가|을)? ?(?:찾을 수 (?:없습니다|없음|없어요)|존재하지 않습니다|없습니다)",
        "존재하지 않는 페이지(?:입니다)?",
    ),
    *_rows(
        "ar",
        "(?:هذه )?(?:ال)?صفحة (?:المطلوبة )?(?:غير موجودة|غير متوفرة|لا توجد)",
        "لم يتم العثور على (?:هذه )?الصفحة",
    ),
    *_rows("fa", "صفحه (?:مورد نظر )?(?:یافت نشد|پیدا نشد|وجود ندارد)"),
    *_rows("he", "(?:ה)?(?:דף|עמוד) (?:לא נמצא|אינו קיים|לא קיים)", "הדף המבוקש לא נמצא"),
)
"""What a title or a heading says from its first word to its last."""

SENTENCES = (
    *_rows(
        "en",
        "the (?:web ?)?(?:page|file|url|resource|document|article|content|link|address) (?:that |which )?you(?:'re| are| were|'ve| have)? (?:looking for|requested|trying to (?:reach|access|view|find|open|visit)|tried to (?:reach|access|view|find|open|visit)|followed|entered|searching for|after) (?:does not|doesn't|no longer|might not|may not|may no longer|seems not to|doesn't seem to) exists?",
        "the (?:web ?)?(?:page|file|url|resource|document|article|content|link|address) (?:that |which )?you(?:'re| are| were|'ve| have)? (?:looking for|requested|trying to (?:reach|access|view|find|open|visit)|tried to (?:reach|access|view|find|open|visit)|followed|entered|searching for|after) (?:can't|cannot|can not|could not|couldn't|was not|wasn't|is not|isn't)(?: be)? (?:found|located|here)",
        "the (?:web ?)?(?:page|file|document|article|content) (?:that |which )?you(?:'re| are| were|'ve| have)? (?:looking for|requested|trying to (?:reach|access|view|find|open|visit)) (?:has|may have|might have|seems to have) (?:been )?(?:moved|removed|deleted|renamed|disappeared|gone)",
        "(?:the )?requested (?:url|page|document|resource|file) (?:[a-z0-9]+ ){0,12}?(?:was not|could not be|cannot be) found",
        "(?:we|i) (?:can't|cannot|can not|couldn't|could not|are unable to|were unable to) (?:seem to )?(?:find|locate) (?:the|that|this) (?:page|file|article|document)",
        "(?:that|this) page (?:can't|cannot|can not|could not|couldn't) be found",
        "(?:this|that) page (?:does not|doesn't|no longer) exists?",
        "it looks like nothing was found at this location",
        "no page (?:was found|exists) (?:at|for) this (?:address|url|location)",
    ),
    *_rows(
        "de",
        "die (?:von ihnen )?(?:angeforderte|gesuchte|gewünschte|aufgerufene) (?:web)?seite (?:wurde|konnte|existiert|ist) (?:leider )?nicht",
        "die (?:web)?seite die (?:sie|du) (?:suchen|suchst|aufrufen wollten|angefordert haben) (?:wurde|konnte|existiert) nicht",
        "diese seite (?:konnte|wurde|existiert) (?:leider )?nicht",
    ),
    *_rows(
        "fr",
        "la page (?:que vous (?:recherchez|cherchez|demandez|avez demandée)|demandée) (?:n'existe|est introuvable|n'a)",
        "(?:nous sommes )?(?:désolés? )?(?:mais )?(?:cette|la) page (?:n'existe (?:pas|plus)|est introuvable)",
    ),
    *_rows(
        "es",
        "la página (?:que (?:buscas|busca|estás buscando|está buscando|intentas ver|has solicitado|ha solicitado)|solicitada) (?:no existe|no se encuentra|no se ha encontrado|ya no existe|no está disponible|no fue encontrada)",
    ),
    *_rows(
        "pt",
        "a página (?:que (?:você )?(?:procura|está procurando|procurava|tentou aceder|solicitou)|solicitada) (?:não existe|não foi encontrada|já não existe|não está disponível)",
    ),
    *_rows(
        "it",
        "la pagina (?:che (?:stai cercando|cerchi|state cercando|hai richiesto)|richiesta|cercata) (?:non esiste|non è stata trovata|non è disponibile|non è più)",
    ),
    *_rows(
        "nl",
        "de pagina (?:die (?:u|je) (?:zoekt|zocht|probeert te bereiken|hebt opgevraagd)|waar (?:u|je) naar op zoek (?:bent|was)) (?:bestaat|kon|kan|is|werd) niet",
    ),
    *_rows("pl", "strona której (?:szukasz|szukałeś|szukasz) (?:nie istnieje|nie została)"),
    *_rows(
        "ru",
        "(?:запрашиваемая|запрошенная|указанная)(?: вами)? страница (?:не найдена|не существует|удалена)",
        "страница которую вы (?:ищете|искали|запросили|запрашиваете) (?:не найдена|не существует|была)",
        "(?:такой|этой) страницы (?:не существует|нет)",
    ),
    *_rows("uk", "сторінк[ау] яку ви (?:шукаєте|шукали|запитали) (?:не знайдено|не існує)"),
    *_rows("cs", "stránka (?:kterou (?:hledáte|jste hledali|požadujete)|kterou jste požadovali) (?:neexistuje|nebyla)"),
    *_rows(
        "sv",
        "sidan (?:som )?du (?:söker|letar efter|försökte nå|begärde) (?:finns inte|kunde inte|hittades inte|kan inte)",
    ),
    *_rows(
        "da",
        "(?:den side|siden) (?:som )?du (?:leder efter|søger|prøver at finde) (?:findes ikke|kunne ikke|eksisterer ikke|kan ikke)",
    ),
    *_rows("nb", "siden (?:som )?du (?:leter etter|prøver å nå|søker) (?:finnes ikke|ble ikke funnet|eksisterer ikke)"),
    *_rows("fi", "(?:etsimääsi|hakemaasi|pyytämääsi) sivua ei (?:löytynyt|löydy|ole|voitu)"),
    *_rows("tr", "aradığınız sayfa (?:bulunamadı|mevcut değil|kaldırılmış|silinmiş)"),
    *_rows("el", "η σελίδα που (?:ζητήσατε|αναζητάτε|ψάχνετε) δεν (?:υπάρχει|βρέθηκε)"),
    *_rows("hu", "a keresett oldal nem (?:található|létezik)"),
    *_rows("ro", "pagina pe care (?:o )?(?:cauți|căutați|ați solicitat(?: o)?) nu (?:există|a fost)"),
    *_rows("id", "halaman yang (?:anda|kamu) cari tidak (?:ditemukan|ada|tersedia|dapat ditemukan)"),
    *_rows("vi", "trang (?:mà )?bạn (?:đang tìm(?: kiếm)?|yêu cầu) (?:không tồn tại|không tìm thấy)"),
    *_rows(
        "zh",
        "(?:您|你)(?:所|要|正在)?(?:访问|请求|查找|浏览|寻找|存取|瀏覽|尋找|造訪)的(?:网页|页面|頁面|網頁)(?:不存在|未找到|找不到|已被?删除|無法)",
        "(?:抱歉|很抱歉|对不起|對不起) ?(?:您|你)?(?:访问的|要找的|请求的)?(?:网页|页面|頁面|網頁)(?:不存在|未找到|找不到)",
    ),
    *_rows(
        "ja",
        "(?:お探しの|ご指定の|指定された|アクセスしようとした)(?:ページ|記事|url)(?:は|が)?(?:見つかりません|存在しません|削除された|移動)",
    ),
    *_rows("ko", "(?:요청하신|찾으시는|찾고 계신) 페이지(?:를|가)? (?:찾을 수 없|존재하지|삭제)"),
    *_rows("ar", "الصفحة التي (?:تبحث عنها|تحاول الوصول اليها|طلبتها) (?:غير موجودة|لا توجد|غير متوفرة)"),
    *_rows("fa", "صفحه ?ای که (?:به )?دنبال (?:آن )?(?:می ?گردید|هستید) (?:یافت نشد|وجود ندارد)"),
    *_rows("he", "(?:הדף|העמוד) (?:שחיפשת|שביקשת|המבוקש) (?:לא נמצא|אינו קיים|לא קיים)"),
)
"""What a short page says in a sentence, wherever in it."""
